curl -sN "$API" -H 'content-type: application/json' -H 'accept: multipart/mixed;subscriptionSpec=1.0' \
  -d "{\"query\":\"subscription { attendanceChanged(eventId: \\\"$EVENT_ID\\\") { event { attendanceCounts { going available } } } }\"}"
