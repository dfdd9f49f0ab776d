# Checked by scripts/containers/check-containers.mjs, and run step by step, without a container engine, by
# scripts/containers/run-dockerfile.mjs. To pin the base image by digest:
#   docker build --build-arg NODE_IMAGE=node@sha256:... .
ARG NODE_IMAGE=node:24.21.0-bookworm-slim

FROM ${NODE_IMAGE} AS build
WORKDIR /hearback
COPY package.json package-lock.json ./
COPY apps/api/package.json apps/api/
COPY apps/api/bin apps/api/bin
COPY apps/dashboard/package.json apps/dashboard/
COPY libs/domain/package.json libs/domain/
COPY libs/embedded-clickhouse/package.json libs/embedded-clickhouse/
RUN npm ci --no-audit --no-fund
COPY . .
RUN npx nx run-many -t build -p api,dashboard && npm prune --omit=dev
# The components of what was left, as CycloneDX. (With the devDependencies npm would miss them, or leave out too much.)
RUN npm pkg delete devDependencies && npm sbom --sbom-format cyclonedx > sbom.cdx.json
RUN find apps libs -path '*/dist/*' -name '*.spec.*' -delete

# What runs, and no sources. All of it belongs to root.
FROM ${NODE_IMAGE}
WORKDIR /hearback
COPY --from=build /hearback/package.json /hearback/LICENSE /hearback/sbom.cdx.json ./
COPY --from=build /hearback/node_modules node_modules
COPY --from=build /hearback/samples samples
COPY --from=build /hearback/libs/domain/package.json libs/domain/
COPY --from=build /hearback/libs/domain/dist libs/domain/dist
COPY --from=build /hearback/libs/embedded-clickhouse/package.json libs/embedded-clickhouse/
COPY --from=build /hearback/libs/embedded-clickhouse/dist libs/embedded-clickhouse/dist
COPY --from=build /hearback/apps/dashboard/package.json apps/dashboard/
COPY --from=build /hearback/apps/dashboard/dist apps/dashboard/dist
COPY --from=build /hearback/apps/api/package.json apps/api/
COPY --from=build /hearback/apps/api/bin apps/api/bin
COPY --from=build /hearback/apps/api/migrations apps/api/migrations
COPY --from=build /hearback/apps/api/dist apps/api/dist
RUN mkdir /data && chown node:node /data
USER node
ENV HOST=0.0.0.0 HEARBACK_DATA=/data
VOLUME /data
EXPOSE 3000
HEALTHCHECK --start-period=20s CMD ["node", "-e", "fetch('http://127.0.0.1:3000/health/live').then(r => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# Any command of hearback: docker run ... topic check
ENTRYPOINT ["node", "--enable-source-maps", "apps/api/bin/hearback.js"]
CMD ["serve"]
