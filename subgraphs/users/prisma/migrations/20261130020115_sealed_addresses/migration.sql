-- AlterTable
ALTER TABLE "password_requests" ADD COLUMN     "address" TEXT;

-- A blind index has letters of both cases; a key that is still in clear is in lower case.
ALTER TABLE "users" DROP CONSTRAINT "users_email_key_lower",
  ADD CONSTRAINT "users_email_key_lower" CHECK (strpos("email_key", '@') = 0 OR "email_key" = lower("email_key"));

-- What the job seal-fields looks for; empty when it is done.
CREATE INDEX "users_address_in_clear" ON "users" ("id") WHERE strpos("email_key", '@') > 0 OR strpos("pending_email_key", '@') > 0;
