// Check custom resources against the schemas that @kubernetes-models made of their definitions.
// Reads a JSON list of resources; run by scripts/k8s-check.sh in the folder where the packages lie.
const { readFileSync } = require("node:fs");
const { createRequire } = require("node:module");

const load = createRequire(`${process.cwd()}/`);
const homes = {
  "cert-manager.io/v1": "cert-manager/cert-manager.io/v1",
  // v1 has the fields of v1beta1 that we use, and there is no package of it for this Node.
  "external-secrets.io/v1": "external-secrets/external-secrets.io/v1beta1",
  "keda.sh/v1alpha1": "keda/keda.sh/v1alpha1",
  "monitoring.coreos.com/v1": "prometheus-operator/monitoring.coreos.com/v1",
};

let checked = 0;
const faults = [];
for (const resource of JSON.parse(readFileSync(0, "utf8"))) {
  const home = homes[resource.apiVersion];
  if (home === undefined) continue;
  const model = load(`@kubernetes-models/${home}`)[resource.kind];
  checked += 1;
  try {
    new model({ ...resource, apiVersion: model.apiVersion }).validate();
  } catch (error) {
    faults.push(`${resource.kind} ${resource.metadata.namespace}/${resource.metadata.name}: ${error.message}`);
  }
}
console.log([...faults, `${checked} custom resources checked, ${faults.length} faults`].join("\n"));
process.exit(faults.length > 0 ? 1 : 0);
