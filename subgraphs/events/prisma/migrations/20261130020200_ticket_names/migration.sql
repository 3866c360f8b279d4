-- Whom a ticket lets in, as its holder says; `version` is the one of the ticket that told it.
ALTER TABLE "tickets" ADD COLUMN "attendee_name" TEXT, ADD COLUMN "version" INTEGER NOT NULL DEFAULT 0;
