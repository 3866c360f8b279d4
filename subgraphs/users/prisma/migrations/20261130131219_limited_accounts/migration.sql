-- AlterTable
ALTER TABLE "users" ADD COLUMN     "limited_until" TIMESTAMPTZ(3);

-- Who is limited now by the score of their account.
UPDATE users u SET limited_until = n.created_at + interval '14 days' FROM newcomers n WHERE n.user_id = u.id AND n.limited;
