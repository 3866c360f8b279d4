-- AlterEnum
ALTER TYPE "mail_token_purpose" ADD VALUE 'RESET_PASSWORD';

-- AlterTable
ALTER TABLE "mail_tokens" ADD COLUMN     "password_version" INTEGER;

-- AlterTable
ALTER TABLE "users" ADD COLUMN     "username_changed_at" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "password_requests" (
    "id" UUID NOT NULL,
    "email_key" TEXT NOT NULL,
    "network" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "answered_at" TIMESTAMPTZ(3),

    CONSTRAINT "password_requests_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "former_usernames" (
    "username_key" TEXT NOT NULL,
    "user_id" UUID NOT NULL,
    "until" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "former_usernames_pkey" PRIMARY KEY ("username_key")
);

-- CreateIndex
CREATE INDEX "password_requests_email_key_created_at_idx" ON "password_requests"("email_key", "created_at");

-- CreateIndex
CREATE INDEX "password_requests_network_created_at_idx" ON "password_requests"("network", "created_at");

-- CreateIndex
CREATE INDEX "password_requests_created_at_idx" ON "password_requests"("created_at");

-- CreateIndex
CREATE INDEX "former_usernames_user_id_idx" ON "former_usernames"("user_id");

-- CreateIndex
CREATE INDEX "former_usernames_until_idx" ON "former_usernames"("until");

-- AddForeignKey
ALTER TABLE "former_usernames" ADD CONSTRAINT "former_usernames_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What the job looks through.
CREATE INDEX "password_requests_open" ON "password_requests" ("created_at") WHERE "answered_at" IS NULL;
