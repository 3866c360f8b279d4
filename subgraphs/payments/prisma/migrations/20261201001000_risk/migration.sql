-- What is known of whoever pays. Whoever was told of before is told of again by the comparison of the next night.
ALTER TABLE "people" ADD COLUMN "registered_at" TIMESTAMPTZ(3), ADD COLUMN "limited_until" TIMESTAMPTZ(3);
UPDATE "people" SET "version" = "version" - 1 WHERE NOT "erased";

-- Money that people look at before it buys anything, and tries for which the bank has to see its customer.
ALTER TABLE "orders" ADD COLUMN "inspect" BOOLEAN NOT NULL DEFAULT false;
ALTER TABLE "payment_attempts" ADD COLUMN "step_up" BOOLEAN NOT NULL DEFAULT false;

CREATE TYPE "RiskAction" AS ENUM ('ALLOW', 'STEP_UP', 'INSPECT', 'REFUSE');

CREATE TABLE "risk_assessments" (
  "attempt_id" UUID NOT NULL,
  "order_id" UUID NOT NULL,
  "user_id" UUID NOT NULL,
  "origin" TEXT,
  "card" TEXT,
  "action" "RiskAction" NOT NULL,
  "score" DOUBLE PRECISION NOT NULL,
  "reasons" TEXT[] NOT NULL,
  "weights" TEXT NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL,

  CONSTRAINT "risk_assessments_pkey" PRIMARY KEY ("attempt_id"),
  CONSTRAINT "risk_assessments_attempt_id_fkey" FOREIGN KEY ("attempt_id") REFERENCES "payment_attempts" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
CREATE INDEX "risk_assessments_order_id_created_at_idx" ON "risk_assessments" ("order_id", "created_at" DESC);
CREATE INDEX "risk_assessments_user_id_created_at_idx" ON "risk_assessments" ("user_id", "created_at" DESC);
CREATE INDEX "risk_assessments_origin_created_at_idx" ON "risk_assessments" ("origin", "created_at" DESC);
CREATE INDEX "risk_assessments_card_created_at_idx" ON "risk_assessments" ("card", "created_at" DESC);
CREATE INDEX "risk_assessments_created_at_idx" ON "risk_assessments" ("created_at");

CREATE TABLE "tried_codes" (
  "id" UUID NOT NULL,
  "user_id" UUID NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL,

  CONSTRAINT "tried_codes_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "tried_codes_user_id_created_at_idx" ON "tried_codes" ("user_id", "created_at" DESC);
CREATE INDEX "tried_codes_created_at_idx" ON "tried_codes" ("created_at");

CREATE TYPE "InspectionStatus" AS ENUM ('OPEN', 'RELEASED', 'REFUNDED');

CREATE TABLE "order_inspections" (
  "id" UUID NOT NULL,
  "version" INTEGER NOT NULL DEFAULT 1,
  "order_id" UUID NOT NULL,
  "status" "InspectionStatus" NOT NULL DEFAULT 'OPEN',
  "score" DOUBLE PRECISION,
  "reasons" TEXT[] NOT NULL,
  "decide_by" TIMESTAMPTZ(3) NOT NULL,
  "decided_by" UUID,
  "note" TEXT NOT NULL DEFAULT '',
  "ended_at" TIMESTAMPTZ(3),
  "created_at" TIMESTAMPTZ(3) NOT NULL,
  "updated_at" TIMESTAMPTZ(3) NOT NULL,

  CONSTRAINT "order_inspections_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "order_inspections_order_id_fkey" FOREIGN KEY ("order_id") REFERENCES "orders" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT "order_inspections_ended" CHECK (("status" = 'OPEN') = ("ended_at" IS NULL))
);
CREATE UNIQUE INDEX "order_inspections_order_id_key" ON "order_inspections" ("order_id");
CREATE INDEX "order_inspections_created_at_id_idx" ON "order_inspections" ("created_at", "id");
CREATE INDEX "order_inspections_decided_by_idx" ON "order_inspections" ("decided_by");
-- The queue.
CREATE INDEX "order_inspections_open" ON "order_inspections" ("created_at", "id") WHERE "status" = 'OPEN';

CREATE FUNCTION "order_inspections_end_once"() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.status <> 'OPEN' AND NEW.status <> OLD.status THEN
    RAISE EXCEPTION 'inspection % has ended: %', OLD.id, OLD.status USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER "order_inspections_end_once" BEFORE UPDATE OF "status" ON "order_inspections"
  FOR EACH ROW EXECUTE FUNCTION "order_inspections_end_once"();
