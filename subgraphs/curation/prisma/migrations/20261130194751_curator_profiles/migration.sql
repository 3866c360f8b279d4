-- CreateTable
CREATE TABLE "curator_profiles" (
    "user_id" UUID NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "available" BOOLEAN NOT NULL,
    "capacity" SMALLINT NOT NULL,
    "categories" TEXT[],
    "cities" TEXT[],
    "languages" TEXT[],
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "curator_profiles_pkey" PRIMARY KEY ("user_id")
);

-- CreateIndex
CREATE INDEX "curator_profiles_updated_at_user_id_idx" ON "curator_profiles"("updated_at" DESC, "user_id" DESC);
