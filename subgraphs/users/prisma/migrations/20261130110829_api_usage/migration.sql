-- CreateTable
CREATE TABLE "api_usage_days" (
    "key_id" UUID NOT NULL,
    "day" DATE NOT NULL,
    "requests" BIGINT NOT NULL,
    "errors" BIGINT NOT NULL,
    "cost" BIGINT NOT NULL,

    CONSTRAINT "api_usage_days_pkey" PRIMARY KEY ("key_id","day")
);

-- CreateIndex
CREATE INDEX "api_usage_days_day_idx" ON "api_usage_days"("day");

-- AddForeignKey
ALTER TABLE "api_usage_days" ADD CONSTRAINT "api_usage_days_key_id_fkey" FOREIGN KEY ("key_id") REFERENCES "api_keys"("id") ON DELETE CASCADE ON UPDATE CASCADE;
