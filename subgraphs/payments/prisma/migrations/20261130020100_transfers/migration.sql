-- Whom a ticket lets in, by name, and which ticket it took the place of.
ALTER TABLE "tickets" ADD COLUMN "attendee_name" TEXT, ADD COLUMN "replaces_id" UUID;
CREATE UNIQUE INDEX "tickets_replaces_id_key" ON "tickets"("replaces_id");
ALTER TABLE "tickets" ADD CONSTRAINT "tickets_replaces_id_fkey" FOREIGN KEY ("replaces_id") REFERENCES "tickets"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Who hides from whom: nobody is given a ticket by somebody they have blocked.
CREATE TABLE "person_blocks" (
    "connection_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "other_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "blocked" BOOLEAN NOT NULL,

    CONSTRAINT "person_blocks_pkey" PRIMARY KEY ("connection_id", "user_id")
);
CREATE INDEX "person_blocks_user_id_other_id_idx" ON "person_blocks"("user_id", "other_id");

CREATE TYPE "TransferStatus" AS ENUM ('OFFERED', 'ACCEPTED', 'DECLINED', 'CANCELLED', 'EXPIRED');
CREATE TABLE "ticket_transfers" (
    "id" UUID NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "ticket_id" UUID NOT NULL,
    "order_id" UUID NOT NULL,
    "event_id" UUID NOT NULL,
    "from_id" UUID NOT NULL,
    "to_id" UUID,
    "token_hash" TEXT,
    "status" "TransferStatus" NOT NULL,
    "new_ticket_id" UUID,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ticket_transfers_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "ticket_transfers_ticket_id_fkey" FOREIGN KEY ("ticket_id") REFERENCES "tickets"("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    -- What was accepted has a ticket, and nothing else has.
    CONSTRAINT "ticket_transfers_accepted" CHECK (("status" = 'ACCEPTED') = ("new_ticket_id" IS NOT NULL))
);
CREATE UNIQUE INDEX "ticket_transfers_token_hash_key" ON "ticket_transfers"("token_hash");
-- A ticket is offered to one at a time.
CREATE UNIQUE INDEX "ticket_transfers_one_offer" ON "ticket_transfers"("ticket_id") WHERE "status" = 'OFFERED';
CREATE INDEX "ticket_transfers_ticket_id_idx" ON "ticket_transfers"("ticket_id");
CREATE INDEX "ticket_transfers_from_id_created_at_id_idx" ON "ticket_transfers"("from_id", "created_at" DESC, "id" DESC);
CREATE INDEX "ticket_transfers_to_id_created_at_id_idx" ON "ticket_transfers"("to_id", "created_at" DESC, "id" DESC);
