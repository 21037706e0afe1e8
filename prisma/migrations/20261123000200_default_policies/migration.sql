-- The policies in force where none of a tier or a customer says otherwise: around the clock,
-- lengths in milliseconds. The same as DEFAULT_POLICIES in src/sla/policy.rules.ts.
INSERT INTO "sla_policy" (
  "id", "version", "severity", "tier", "customer_id", "owner_level",
  "response_target_ms", "update_interval_ms", "resolution_target_ms", "warn_at", "calendar_id"
) VALUES
  ('019dc000-0000-7000-8000-000000000001', 1, 'CRITICAL', NULL, NULL, 'EXECUTIVE',   3600000,   3600000, NULL, '{50,75,90}', NULL),
  ('019dc000-0000-7000-8000-000000000002', 1, 'HIGH',     NULL, NULL, 'DIRECTOR',   14400000,  14400000, NULL, '{50,75,90}', NULL),
  ('019dc000-0000-7000-8000-000000000003', 1, 'MEDIUM',   NULL, NULL, 'MANAGER',    86400000,  86400000, NULL, '{50,75,90}', NULL),
  ('019dc000-0000-7000-8000-000000000004', 1, 'LOW',      NULL, NULL, 'TEAM_LEAD', 259200000, 259200000, NULL, '{50,75,90}', NULL);
