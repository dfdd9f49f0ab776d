# What it names is checked by scripts/containers/check-containers.mjs; not built in CI, which has no container engine.
FROM node:20.20.2-bookworm-slim AS build
WORKDIR /hearback
COPY package.json package-lock.json ./
COPY apps/api/package.json apps/api/
COPY apps/api/bin apps/api/bin
COPY apps/dashboard/package.json apps/dashboard/
COPY libs/domain/package.json libs/domain/
COPY libs/embedded-clickhouse/package.json libs/embedded-clickhouse/
RUN npm ci --no-audit --no-fund
COPY . .
RUN npx nx run-many -t build && npm prune --omit=dev

FROM node:20.20.2-bookworm-slim
WORKDIR /hearback
COPY --from=build --chown=node:node /hearback /hearback
RUN mkdir /data && chown node:node /data
USER node
ENV HOST=0.0.0.0 HEARBACK_DATA=/data
VOLUME /data
EXPOSE 3000
HEALTHCHECK --start-period=20s CMD ["node", "-e", "fetch('http://127.0.0.1:3000/health/live').then(r => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# Any command of hearback: docker run ... topic check
ENTRYPOINT ["node", "--enable-source-maps", "apps/api/bin/hearback.js"]
CMD ["serve"]
