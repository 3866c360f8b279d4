-- One row for each mutation that came with an idempotency key; written in the transaction of its effect.
CREATE TABLE "idempotency_keys" (
  "principal"    TEXT        NOT NULL,
  "operation"    TEXT        NOT NULL,
  "key"          TEXT        NOT NULL,
  "request_hash" TEXT        NOT NULL,
  "response"     JSONB,
  "created_at"   TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "idempotency_keys_pkey" PRIMARY KEY ("principal", "operation", "key")
);
CREATE INDEX "idempotency_keys_created_at_idx" ON "idempotency_keys" ("created_at");
