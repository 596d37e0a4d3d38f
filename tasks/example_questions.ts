/** A question for every tool, as a user asks it, and the call that answers it on the demo cloud.
 *
 * @module
 */

/** A question, who asks it, and the arguments of the call. */
export interface ExampleQuestion {
  readonly question: string;
  readonly arguments: Readonly<Record<string, unknown>>;
  /** A user of the demo cloud; `operator` is an administrator of project acme. @default {"alice"} */
  readonly user?: string;
  /** Whether the program was started with `--all-projects`. @default {false} */
  readonly allProjects?: boolean;
  /** Size budget of the answer in tokens. @default {300} */
  readonly answerTokens?: number;
}

/** By the names of tools, in the order of the list. Tools that can show secrets are refused in their examples. */
export const EXAMPLE_QUESTIONS: Readonly<Record<string, ExampleQuestion>> = {
  get_services: {
    question: "Which services does this cloud have, and where do they answer?",
    arguments: { fields: ["type", "regions", "url"] },
  },
  get_project_details: {
    question: "Tell me about our project: who is in it, and what does it use?",
    user: "operator",
    arguments: {},
    answerTokens: 500,
  },
  get_projects: {
    question: "Which projects may I work in?",
    arguments: { mine: true },
  },
  get_user_list: {
    question: "Who works in this project, and with which roles?",
    user: "operator",
    arguments: {},
  },
  get_role_assignments: {
    question: "Who has the role admin here?",
    user: "operator",
    arguments: { filters: { role: "admin" } },
  },
  get_roles: {
    question: "Which roles are there, and what does each include?",
    user: "operator",
    arguments: {},
  },
  get_groups: {
    question: "Which groups of users exist?",
    user: "operator",
    arguments: {},
  },
  get_domains: {
    question: "Which domains does this cloud have?",
    user: "operator",
    arguments: {},
  },
  get_application_credentials: {
    question: "Which of my application credentials never expire?",
    arguments: { fields: ["name", "roles", "expires"] },
  },
  get_quota: {
    question: "How many more servers can we start?",
    arguments: { services: ["compute"] },
  },
  get_capabilities: {
    question: "Who am I here, and what may I do?",
    arguments: {},
  },
  get_instance: {
    question: "Which of my servers are down, and why?",
    arguments: { filters: { status: ["ERROR", "SHUTOFF"] }, fields: ["status", "fault"] },
  },
  get_server_volumes: {
    question: "Which disks does db-01 have?",
    arguments: { server: "db-01" },
  },
  get_server_events: {
    question: "What was done to web-01, and did it work?",
    arguments: { server: "web-01" },
  },
  get_server_groups: {
    question: "Are the database servers kept on different hosts?",
    arguments: {},
  },
  get_server_migrations: {
    question: "Is any server being moved between hosts?",
    user: "operator",
    arguments: {},
  },
  get_keypair_list: {
    question: "Which SSH keys can I give to a new server?",
    arguments: {},
  },
  get_flavors: {
    question: "Which sizes of servers are there, the smallest first?",
    arguments: { sort: "ram_mib", fields: ["vcpus", "ram_mib", "disk_gib"] },
  },
  get_availability_zones: {
    question: "In which availability zones can I place things?",
    arguments: {},
  },
  get_hypervisor_details: {
    question: "How full are our compute hosts, and is one out of service?",
    user: "operator",
    arguments: {
      fields: ["state", "status", "disabled_reason", "vcpus_used", "ram_used_mib", "ram_capacity_mib"],
    },
  },
  get_aggregates: {
    question: "Which hosts are in which aggregate?",
    user: "operator",
    arguments: {},
  },
  get_compute_services: {
    question: "Is nova-compute up on every host?",
    user: "operator",
    arguments: {
      filters: { binary: "nova-compute" },
      fields: ["host", "state", "status", "disabled_reason"],
    },
  },
  get_resource_providers: {
    question: "What does Placement say is used on cmp-01?",
    user: "operator",
    arguments: { names: ["cmp-01"], fields: ["used", "traits"] },
  },
  get_usage_statistics: {
    question: "How many hours did our servers run in the last 30 days?",
    arguments: {},
  },
  get_console_log: {
    question: "What did web-01 print when it booted?",
    arguments: { server: "web-01", lines: 20 },
  },
  get_user_data: {
    question: "Which cloud-init script was web-01 started with?",
    arguments: { server: "web-01" },
  },
  set_instance: {
    question: "What would happen if web-01 were stopped?",
    arguments: { action: "stop", names: ["web-01"], dry_run: true },
  },
  set_keypair: {
    question: "Would importing my laptop's key work?",
    arguments: {
      action: "import",
      names: ["laptop"],
      public_key: "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAbWWjLb0mDhpmNzzdfb7GgyPZpiOdTV2Ho3jcLHgSWu laptop",
      dry_run: true,
    },
  },
  get_network_details: {
    question: "Which networks can I attach a server to?",
    arguments: { fields: ["subnets", "external", "shared"] },
  },
  get_subnets: {
    question: "Which address ranges do our networks have?",
    arguments: { fields: ["cidr", "network", "gateway_ip"] },
  },
  get_ports: {
    question: "Through which ports is web-01 connected?",
    arguments: { filters: { server: "web-01" } },
  },
  get_routers: {
    question: "Through which router do our networks reach the outside?",
    arguments: {},
  },
  get_security_groups: {
    question: "Which security groups are open to the whole internet?",
    arguments: { fields: ["rule_count", "open_to_world"] },
  },
  get_floating_ips: {
    question: "Which public addresses do we have, and which servers are behind them?",
    arguments: { fields: ["address", "status", "server"] },
  },
  get_floating_ip_pools: {
    question: "How many public addresses are left?",
    arguments: {},
  },
  get_port_forwardings: {
    question: "Which ports of our public addresses are forwarded, and to where?",
    arguments: {},
  },
  get_network_agents: {
    question: "Are all network agents alive?",
    user: "operator",
    arguments: { fields: ["host", "type", "alive"] },
  },
  get_network_qos_policies: {
    question: "Which bandwidth limits are there?",
    arguments: {},
  },
  get_trunks: {
    question: "Which VLANs are carried to the bastion?",
    arguments: {},
  },
  get_subnet_pools: {
    question: "From which pools can a new subnet take its range?",
    arguments: { fields: ["prefixes", "default_prefix_length", "shared"] },
  },
  get_address_groups: {
    question: "Which addresses belong to our offices?",
    arguments: { names: ["offices"], fields: ["addresses", "description"] },
  },
  get_network_rbac_policies: {
    question: "What do we share with other projects?",
    user: "operator",
    arguments: {},
  },
  get_volume_list: {
    question: "Which volumes are attached to nothing?",
    arguments: { filters: { status: "available" }, fields: ["status", "size_gib", "type"] },
  },
  get_volume_types: {
    question: "Which types of volumes can I choose from?",
    arguments: { fields: ["default", "description"] },
  },
  get_volume_snapshots: {
    question: "Which snapshots of db-01's volume are there?",
    arguments: { filters: { volume: "db-01-data" } },
  },
  get_volume_backups: {
    question: "Which volumes have been backed up, and when?",
    arguments: {},
  },
  get_volume_groups: {
    question: "Which volumes are kept as a group?",
    arguments: {},
  },
  get_volume_qos: {
    question: "Which limits on disk speed are there?",
    user: "operator",
    arguments: {},
  },
  get_volume_transfers: {
    question: "Is a volume waiting to be handed to another project?",
    arguments: {},
  },
  get_volume_services: {
    question: "Are the storage services up?",
    user: "operator",
    arguments: { fields: ["binary", "host", "state", "status"] },
  },
  get_volume_pools: {
    question: "How much room is left in the storage pools?",
    user: "operator",
    arguments: { fields: ["total_gib", "free_gib", "provisioned_gib"] },
  },
  get_image_detail_list: {
    question: "Which images can I start a server from?",
    arguments: { fields: ["status", "visibility", "min_disk_gib"] },
  },
  get_image_members: {
    question: "With whom is acme-golden shared?",
    arguments: { image: "acme-golden" },
  },
  get_cluster_status: {
    question: "How is the cloud doing?",
    user: "operator",
    arguments: {},
  },
  get_service_status: {
    question: "Does every service answer, and is an agent down?",
    user: "operator",
    arguments: { services: ["compute", "network"] },
  },
  get_resource_monitoring: {
    question: "How much room is left on the hosts?",
    user: "operator",
    arguments: { parts: ["hosts"] },
  },
  get_health_report: {
    question: "What is wrong with our servers, and what should I do?",
    arguments: { checks: ["instances"] },
    answerTokens: 450,
  },
  get_load_balancer_list: {
    question: "Which load balancers do we have, and do they work?",
    arguments: {},
  },
  get_load_balancer_details: {
    question: "Is every server behind web-lb reachable?",
    arguments: { load_balancer: "web-lb" },
    answerTokens: 600,
  },
  get_load_balancer_listeners: {
    question: "On which ports do our load balancers listen?",
    arguments: {},
  },
  get_load_balancer_pools: {
    question: "How is traffic spread over the web servers?",
    arguments: {},
  },
  get_load_balancer_pool_members: {
    question: "Which servers get the traffic of web-pool?",
    arguments: { pool: "web-pool" },
  },
  get_load_balancer_health_monitors: {
    question: "How does the load balancer find out that a web server is down?",
    arguments: {},
  },
  get_load_balancer_l7_policies: {
    question: "Which requests does the load balancer redirect?",
    arguments: {},
  },
  get_load_balancer_l7_rules: {
    question: "When does the policy old-urls apply?",
    arguments: { policy: "old-urls" },
  },
  get_load_balancer_amphorae: {
    question: "When do the certificates of the amphorae expire?",
    user: "operator",
    arguments: { fields: ["load_balancer", "status", "cert_expires"] },
  },
  get_load_balancer_providers: {
    question: "Which kinds of load balancers are offered?",
    arguments: {},
  },
  get_load_balancer_availability_zones: {
    question: "In which zones can a load balancer stand?",
    arguments: {},
  },
  get_load_balancer_flavors: {
    question: "Can a load balancer have a standby?",
    arguments: {},
  },
  get_load_balancer_quotas: {
    question: "How many more load balancers may we have?",
    arguments: {},
  },
  get_load_balancer_stats: {
    question: "How much traffic went through web-lb?",
    arguments: { load_balancer: "web-lb" },
  },
  get_heat_stacks: {
    question: "Which stacks failed, and why?",
    arguments: { filters: { status: "CREATE_FAILED" }, fields: ["status", "reason"] },
  },
  get_stack_resources: {
    question: "What is the stack staging made of?",
    arguments: { stack: "staging" },
  },
  get_stack_events: {
    question: "At which step did the stack doomed fail?",
    arguments: { stack: "doomed", limit: 2 },
  },
  get_stack_outputs: {
    question: "Which address did the stack staging give its server?",
    arguments: { stack: "staging" },
  },
  get_stack_template: {
    question: "What does the template of staging contain?",
    arguments: { stack: "staging" },
  },
  get_dns_zones: {
    question: "Which DNS zones do we have?",
    arguments: { fields: ["status", "ttl_seconds", "email"] },
  },
  get_dns_recordsets: {
    question: "Where does www.acme.test point?",
    arguments: { zone: "acme.test.", name_contains: "www" },
  },
  get_secrets: {
    question: "Which secrets are stored, and when does each expire?",
    arguments: { fields: ["type", "created", "expires"] },
  },
  get_secret_containers: {
    question: "Which secrets belong together?",
    arguments: {},
  },
  get_secret_payload: {
    question: "What is the database password?",
    arguments: { secret: "db-password" },
  },
  get_shares: {
    question: "Which file shares do we have?",
    arguments: {},
  },
  get_share_snapshots: {
    question: "Which snapshots of team-files are there?",
    arguments: { filters: { share: "team-files" } },
  },
  get_share_networks: {
    question: "On which networks can file shares be reached?",
    arguments: {},
  },
  get_share_types: {
    question: "Which types of file shares are there?",
    arguments: {},
  },
  get_object_containers: {
    question: "How many objects are in the container assets, exactly?",
    arguments: { names: ["assets"] },
  },
  get_objects: {
    question: "What lies in assets below img/?",
    arguments: { container: "assets", prefix: "img/", limit: 3 },
  },
};
