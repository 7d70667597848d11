# The manifest names every function; nothing below does. What a function may use is spelt out once, in `local.uses`.

locals {
  source_root = "${path.module}/${var.source_root}"
  manifest    = jsondecode(file("${local.source_root}/functions/functions.json"))

  functions = {
    for name, function in local.manifest.functions : name => {
      path            = function.path
      purpose         = function.purpose
      uses            = toset(function.uses)
      memory_mib      = function.memoryMiB
      timeout_seconds = function.timeoutSeconds
      concurrency     = function.concurrency
      invoker         = function.invoker
      schedule        = try(function.schedule, null)
    }
  }

  public_functions    = { for name, function in local.functions : name => function if function.invoker == "public" }
  scheduled_functions = { for name, function in local.functions : name => function if function.invoker == "scheduler" }
  queued_functions    = { for name, function in local.functions : name => function if function.invoker == "tasks" }

  # Unknown paths and the uptime check go to the public function that can reach the least.
  plainest_function = split("/", sort([for name, function in local.public_functions : format("%02d/%s", length(function.uses), name)])[0])[1]

  # What `npm run build` made. Read tolerantly, so that its absence is answered by the sentence below and not by a stack of errors.
  build_manifest_file = "${local.source_root}/dist/manifest.json"
  artefacts           = fileexists(local.build_manifest_file) ? jsondecode(file(local.build_manifest_file)).functions : {}
  artefact_files      = { for name in keys(local.functions) : name => "${local.source_root}/dist/functions/${name}.zip" }
}

resource "terraform_data" "preconditions" {
  lifecycle {
    precondition {
      condition     = length(local.unbuilt_functions) == 0
      error_message = "No build of ${join(", ", local.unbuilt_functions)}: run `npm run build` first, it writes dist/manifest.json and one archive per function."
    }
    precondition {
      condition     = length(local.altered_artefacts) == 0
      error_message = "The archive of ${join(", ", local.altered_artefacts)} is not the one that dist/manifest.json names: run `npm run build` again."
    }
    precondition {
      condition     = length(local.unknown_uses) == 0
      error_message = "functions.json asks for ${join(", ", local.unknown_uses)}, which terraform/uses.tf does not grant: add it there, with its role."
    }
    precondition {
      condition     = length(local.decrypt_and_sign) == 0
      error_message = "${join(", ", local.decrypt_and_sign)} would hold both `vault` and `seal`: whoever can read a trail must not be able to sign one."
    }
    precondition {
      condition     = alltrue([for function in values(local.functions) : contains(["public", "scheduler", "tasks"], function.invoker)])
      error_message = "A function's invoker is public, scheduler or tasks."
    }
    precondition {
      condition     = alltrue([for function in values(local.scheduled_functions) : function.schedule != null])
      error_message = "A function that the scheduler calls needs a schedule."
    }
    precondition {
      condition     = length(local.unregistered_hosts) == 0
      error_message = "${join(", ", local.unregistered_hosts)} is not in functions/privacy/sub-processors.json: a client must be told of a sub-processor before it is configured."
    }
    precondition {
      condition     = !local.inspects || contains(local.inspecting_hosts, local.inspection_host)
      error_message = "${local.inspection_host} is not in functions/privacy/sub-processors.json: a client must be told of a sub-processor before it is configured."
    }
    precondition {
      condition     = fileexists(local.rules_file) && fileexists(local.indexes_file)
      error_message = "firestore.rules and firestore.indexes.json belong in the repository's root: the emulator and this plan read the same two files."
    }
  }
}

locals {
  unbuilt_functions = [for name, file in local.artefact_files : name if !can(local.artefacts[name].sha256) || !fileexists(file)]
  altered_artefacts = [
    for name, file in local.artefact_files : name
    if can(local.artefacts[name].sha256) && fileexists(file) ? filesha256(file) != local.artefacts[name].sha256 : false
  ]
  unknown_uses     = sort(distinct(flatten([for function in values(local.functions) : [for use in function.uses : use if !can(local.uses[use])]])))
  decrypt_and_sign = [for name, function in local.functions : name if contains(function.uses, "vault") && contains(function.uses, "seal")]

  # The register is the product's own data, not a fixture's: it is always the repository's.
  register         = jsondecode(file("${path.module}/../functions/privacy/sub-processors.json"))
  registered_hosts = toset(flatten([for processor in local.register.subProcessors : processor.hosts if processor.kind == "model"]))
  inspecting_hosts = toset(flatten([for processor in local.register.subProcessors : processor.hosts if processor.kind == "inspection"]))
  unregistered_hosts = sort([
    for model in values(var.models) : model.host if !model.customer_owned && !contains(local.registered_hosts, model.host)
  ])
}
