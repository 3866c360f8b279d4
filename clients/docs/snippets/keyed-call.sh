curl -s "$API" -H "authorization: Bearer $KEY" -H 'content-type: application/json' \
  -d '{"query":"{ searchEvents(first: 3) { nodes { id title } } }"}'
