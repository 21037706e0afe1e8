-- Entries of cases, which are nearly all, need not stand in it: an index less to write, twice for each.
DROP INDEX "log_entry_desk_type_seq_idx";
CREATE INDEX "log_entry_desk_type_seq_idx" ON "log_entry" ("desk_type", "seq")
  WHERE "desk_type" IS NOT NULL;
