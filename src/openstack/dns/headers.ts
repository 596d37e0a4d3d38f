/** Headers by which Designate is asked for the objects of all projects.
 *
 * A member is refused, with an empty body. To a token without a project everything is empty without them.
 */
export const ALL_PROJECTS: Readonly<Record<string, string>> = { "X-Auth-All-Projects": "true" };
