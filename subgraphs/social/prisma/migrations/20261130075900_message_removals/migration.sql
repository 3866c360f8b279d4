-- CreateTable
CREATE TABLE "message_removals" (
    "message_id" UUID NOT NULL,
    "text" TEXT,
    "decided_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "message_removals_pkey" PRIMARY KEY ("message_id")
);

-- AddForeignKey
ALTER TABLE "message_removals" ADD CONSTRAINT "message_removals_message_id_fkey" FOREIGN KEY ("message_id") REFERENCES "messages"("id") ON DELETE CASCADE ON UPDATE CASCADE;
