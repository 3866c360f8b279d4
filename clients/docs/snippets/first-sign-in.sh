curl -s "$API" -H 'content-type: application/json' \
  -d '{"query":"mutation { login(input: { emailOrUsername: \"member@demo.test\", password: \"marquee-demo\" }) { ... on LoginSuccess { session { accessToken refreshToken } } ... on UserError { code message } } }"}'
