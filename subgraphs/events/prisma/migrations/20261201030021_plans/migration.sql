-- CreateTable
CREATE TABLE "plans" (
    "user_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "plan" TEXT NOT NULL,

    CONSTRAINT "plans_pkey" PRIMARY KEY ("user_id")
);
