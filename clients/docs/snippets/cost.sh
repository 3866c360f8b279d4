curl -s "$API" -H 'content-type: application/json' -H 'x-cost-dry-run: 1' \
  -d '{"query":"{ searchEvents(first: 50) { nodes { id title attendanceCounts { going } } } }"}'
