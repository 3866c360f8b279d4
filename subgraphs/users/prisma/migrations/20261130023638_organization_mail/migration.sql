-- AlterTable
ALTER TABLE "order_copies" ADD COLUMN     "tickets" INTEGER NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "organization_mail_invitations" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "email_key" TEXT NOT NULL,
    "sealed_email" TEXT NOT NULL,
    "role" "organization_role" NOT NULL,
    "invited_by_id" UUID NOT NULL,
    "status" "organization_invitation_status" NOT NULL DEFAULT 'OPEN',
    "claimed_by_id" UUID,
    "token_hash" BYTEA NOT NULL,
    "mailed_id" UUID NOT NULL,
    "mailed_at" TIMESTAMPTZ(3)[],
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "organization_mail_invitations_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "organization_mail_invitations_token_hash_key" ON "organization_mail_invitations"("token_hash");

-- CreateIndex
CREATE INDEX "organization_mail_invitations_email_key_created_at_idx" ON "organization_mail_invitations"("email_key", "created_at");

-- CreateIndex
CREATE INDEX "organization_mail_invitations_invited_by_id_created_at_idx" ON "organization_mail_invitations"("invited_by_id", "created_at");

-- CreateIndex
CREATE INDEX "organization_mail_invitations_claimed_by_id_idx" ON "organization_mail_invitations"("claimed_by_id");

-- CreateIndex
CREATE INDEX "organization_mail_invitations_expires_at_idx" ON "organization_mail_invitations"("expires_at");

-- CreateIndex
CREATE UNIQUE INDEX "organization_mail_invitations_organization_id_email_key_key" ON "organization_mail_invitations"("organization_id", "email_key");

-- AddForeignKey
ALTER TABLE "organization_mail_invitations" ADD CONSTRAINT "organization_mail_invitations_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organizations"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "organization_mail_invitations" ADD CONSTRAINT "organization_mail_invitations_invited_by_id_fkey" FOREIGN KEY ("invited_by_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "organization_mail_invitations" ADD CONSTRAINT "organization_mail_invitations_claimed_by_id_fkey" FOREIGN KEY ("claimed_by_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;
