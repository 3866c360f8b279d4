-- AlterEnum
ALTER TYPE "account_event_kind" ADD VALUE 'SECOND_FACTOR_CHANGED';

-- AlterTable
ALTER TABLE "users" ADD COLUMN     "codes_by_mail" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "codes_by_sms" BOOLEAN NOT NULL DEFAULT false;

-- CreateTable
CREATE TABLE "mail_codes" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "guesses" SMALLINT NOT NULL DEFAULT 0,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "mail_codes_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "mail_codes_user_id_created_at_idx" ON "mail_codes"("user_id", "created_at");

-- CreateIndex
CREATE INDEX "mail_codes_created_at_idx" ON "mail_codes"("created_at");

-- AddForeignKey
ALTER TABLE "mail_codes" ADD CONSTRAINT "mail_codes_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;
