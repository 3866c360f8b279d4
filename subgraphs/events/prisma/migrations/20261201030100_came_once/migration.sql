-- Whether somebody was ever let in somewhere is asked of each who does something without an address that is theirs (popularity.store.ts).
CREATE INDEX "attendances_came_idx" ON "attendances" ("user_id") WHERE "checked_in_at" IS NOT NULL;
