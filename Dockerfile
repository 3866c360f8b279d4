# One image for every part: the command says which one runs (see docker-compose.yml).
FROM node:24-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY platform/package.json platform/
COPY schema/package.json schema/
COPY clients/docs/package.json clients/docs/
COPY clients/sdk/package.json clients/sdk/
COPY clients/web/package.json clients/web/
COPY gateway/package.json gateway/
COPY stack/package.json stack/
COPY subgraphs/users/package.json subgraphs/users/
COPY subgraphs/events/package.json subgraphs/events/
COPY subgraphs/curation/package.json subgraphs/curation/
COPY subgraphs/social/package.json subgraphs/social/
COPY subgraphs/payments/package.json subgraphs/payments/
RUN npm ci

FROM dependencies AS app
COPY . .
RUN npm run generate && npm run build:processes && node clients/docs/build.mjs && node clients/web/build.mjs
ENV NODE_ENV=production APOLLO_TELEMETRY_DISABLED=1 HOST=0.0.0.0
# Room for young objects, see stack/src/heap.ts; NODE_OPTIONS of the container says another.
ENV NODE_OPTIONS=--max-semi-space-size=32
# A volume that is mounted here belongs to who writes into it.
RUN mkdir -p /data/files && chown -R node:node /data
USER node
ENTRYPOINT ["node", "--enable-source-maps"]
CMD ["gateway/dist/main.js"]
