-- CreateEnum
CREATE TYPE "sms_code_purpose" AS ENUM ('CONFIRM_PHONE', 'SIGN_IN');

-- CreateTable
CREATE TABLE "phones" (
    "user_id" UUID NOT NULL,
    "number" TEXT NOT NULL,
    "number_key" TEXT NOT NULL,
    "confirmed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "phones_pkey" PRIMARY KEY ("user_id")
);

-- CreateTable
CREATE TABLE "sms_codes" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "purpose" "sms_code_purpose" NOT NULL,
    "number" TEXT NOT NULL,
    "number_key" TEXT NOT NULL,
    "network" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "guesses" SMALLINT NOT NULL DEFAULT 0,
    "ended_at" TIMESTAMPTZ(3),
    "attempts" SMALLINT NOT NULL DEFAULT 0,
    "due_at" TIMESTAMPTZ(3),
    "sent_at" TIMESTAMPTZ(3),
    "failed_at" TIMESTAMPTZ(3),
    "fault" TEXT,

    CONSTRAINT "sms_codes_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "phones_number_key_key" ON "phones"("number_key");

-- CreateIndex
CREATE INDEX "sms_codes_user_id_created_at_idx" ON "sms_codes"("user_id", "created_at");

-- CreateIndex
CREATE INDEX "sms_codes_number_key_created_at_idx" ON "sms_codes"("number_key", "created_at");

-- CreateIndex
CREATE INDEX "sms_codes_network_created_at_idx" ON "sms_codes"("network", "created_at");

-- CreateIndex
CREATE INDEX "sms_codes_created_at_idx" ON "sms_codes"("created_at");

-- AddForeignKey
ALTER TABLE "phones" ADD CONSTRAINT "phones_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sms_codes" ADD CONSTRAINT "sms_codes_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What the job looks through; and the code that a guess is at.
CREATE INDEX "sms_codes_due" ON "sms_codes" ("due_at") WHERE "due_at" IS NOT NULL;
CREATE UNIQUE INDEX "sms_codes_open_key" ON "sms_codes" ("user_id", "purpose") WHERE "ended_at" IS NULL;
