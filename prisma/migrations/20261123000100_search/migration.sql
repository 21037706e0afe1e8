-- Full text of a case. Punctuation becomes blanks first: PostgreSQL's parser would read ESC-2026-001
-- as a word and two negative numbers, status.example.com as one host name, and drop <anything>.
-- In PL/pgSQL, because the body of an SQL function takes its place in queries and its cost is lost:
-- PostgreSQL would then rather read every case than use the index.
CREATE FUNCTION "escalation_text"("reference" text, "summary" text, "issue" text)
RETURNS tsvector LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE COST 1000 AS $$
BEGIN
  RETURN to_tsvector(
    'simple'::regconfig,
    translate(
      "reference" || ' ' || "summary" || ' ' || "issue",
      '!"#$%&''()*+,-./:;<=>?@[\]^_`{|}~',
      '                                '
    )
  );
END
$$;

-- Both are on expressions, so that Prisma, whose schema cannot say them, does not see them.
CREATE INDEX "escalation_text_idx" ON "escalation"
  USING GIN ("escalation_text"("reference", "summary", "issue"));

-- The order of bytes, whatever the collation of the database: finds what begins with a text.
CREATE INDEX "escalation_reference_begin_idx" ON "escalation" (upper("reference") COLLATE "C");
