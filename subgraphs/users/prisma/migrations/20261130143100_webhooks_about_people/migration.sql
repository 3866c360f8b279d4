-- What webhooks of others are told of a person goes with the person.
CREATE INDEX "webhook_deliveries_about" ON "webhook_deliveries"(("variables" ->> 'userId'));
