#!/usr/bin/env node
if (Number(process.versions.node.split('.')[0]) < 22) {
  const { useSupportedNode } = await import('../../../scripts/supported-node.mjs');
  await useSupportedNode();
}
await import('../dist/bundle/main.js');
