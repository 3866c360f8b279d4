-- On which days, in which weeks (from Monday) and months somebody did something, all of UTC.
CREATE TABLE "person_periods" (
    "kind" TEXT NOT NULL,
    "starts" DATE NOT NULL,
    "user_id" UUID NOT NULL,

    CONSTRAINT "person_periods_pkey" PRIMARY KEY ("kind", "starts", "user_id"),
    CONSTRAINT "person_periods_kind" CHECK ("kind" IN ('DAY', 'WEEK', 'MONTH'))
);
CREATE INDEX "person_periods_user_id_idx" ON "person_periods"("user_id", "kind", "starts");

-- How many they were. Of nobody: stays.
CREATE TABLE "active_periods" (
    "kind" TEXT NOT NULL,
    "starts" DATE NOT NULL,
    "people" INTEGER NOT NULL,

    CONSTRAINT "active_periods_pkey" PRIMARY KEY ("kind", "starts")
);

-- Of the people who did something for the first time in the week `cohort`, how many did in `week`.
CREATE TABLE "cohort_weeks" (
    "cohort" DATE NOT NULL,
    "week" DATE NOT NULL,
    "people" INTEGER NOT NULL,

    CONSTRAINT "cohort_weeks_pkey" PRIMARY KEY ("cohort", "week")
);
CREATE INDEX "cohort_weeks_week_idx" ON "cohort_weeks"("week");

CREATE TABLE "platform_days" (
    "day" DATE NOT NULL,
    "swipes" INTEGER NOT NULL DEFAULT 0,
    "swipe_sessions" INTEGER NOT NULL DEFAULT 0,
    "right_swipes" INTEGER NOT NULL DEFAULT 0,
    "right_swipes_going" INTEGER NOT NULL DEFAULT 0,
    "searches" INTEGER NOT NULL DEFAULT 0,
    "empty_searches" INTEGER NOT NULL DEFAULT 0,
    "clicked_searches" INTEGER NOT NULL DEFAULT 0,
    "people" INTEGER,
    "with_friends" INTEGER,

    CONSTRAINT "platform_days_pkey" PRIMARY KEY ("day")
);

-- How people answered, paid and came, by the city of the event's place.
CREATE TABLE "city_days" (
    "day" DATE NOT NULL,
    "city" TEXT NOT NULL,
    "answered" INTEGER NOT NULL,
    "paid" INTEGER NOT NULL,
    "came" INTEGER NOT NULL,

    CONSTRAINT "city_days_pkey" PRIMARY KEY ("day", "city")
);

-- A day is counted whole.
CREATE INDEX "event_outcome_days_day_idx" ON "event_outcome_days"("day");
