// Written by `deno task docs` from the declarations in src/tools. Do not edit.
import type { SnapshotTool } from "./snapshot.ts";

/** Every declared tool, in the order of the list. */
export const TOOLS: readonly SnapshotTool[] = [
  {
    "listed": {
      "name": "get_instance",
      "title": "Servers",
      "description":
        "Lists servers with state, flavor, image, addresses and fault; with one name, everything about it.",
      "inputSchema": {
        "type": "object",
        "properties": {
          "names": {
            "type": "array",
            "items": {
              "type": "string",
            },
          },
          "name_contains": {
            "type": "string",
          },
          "filters": {
            "type": "object",
          },
          "fields": {
            "type": "array",
            "items": {
              "type": "string",
            },
          },
          "detail": {
            "type": "string",
            "enum": [
              "basic",
              "detailed",
              "full",
            ],
          },
          "limit": {
            "type": "integer",
          },
          "cursor": {
            "type": "string",
          },
          "sort": {
            "type": "string",
          },
          "count": {
            "type": "boolean",
          },
        },
        "additionalProperties": false,
      },
      "annotations": {
        "title": "Servers",
        "readOnlyHint": true,
        "destructiveHint": false,
        "idempotentHint": true,
        "openWorldHint": false,
      },
    },
    "toolset": "compute",
    "isDefault": true,
    "sensitive": false,
    "readOnly": true,
    "aliases": [
      "get_instance_details",
      "get_instance_by_name",
      "get_instances_by_status",
      "search_instances",
      "get_instances",
      "list_servers",
      "get_openstack_instance_details",
    ],
  },
];
