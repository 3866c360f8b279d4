curl -s "$API" -H 'content-type: application/json' \
  -d '{"query":"{ searchEvents(first: 3) { totalCount nodes { id title startsAt venue { name } } } }"}'
