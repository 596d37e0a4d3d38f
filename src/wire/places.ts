/** Where a call goes, when there is more than one cloud or region to choose from.
 *
 * @module
 */

/** A cloud in one of its regions: what a cloud thread works on. */
export interface Place {
  /** Unique among the places of a process. */
  readonly key: string;
  readonly cloud: string;
  readonly region?: string;
}

/** Stands for every cloud, or every region. */
export const ALL = "all";

/** What a caller can choose from. Absent where there is no choice. */
export interface Choices {
  readonly clouds?: readonly string[];
  readonly regions?: readonly string[];
}

/** The choices that places offer, each in the order of the settings. */
export function choicesOf(places: readonly Place[]): Choices {
  const clouds = [...new Set(places.map(({ cloud }) => cloud))];
  const regions = [...new Set(places.flatMap(({ region }) => region ?? []))];
  return {
    ...(clouds.length > 1 ? { clouds } : {}),
    ...(regions.length > 1 ? { regions } : {}),
  };
}

/** Where a call goes, and what it goes with. */
export interface Chosen {
  readonly places: readonly Place[];
  /** Whether the answers of several are merged, even if there is but one of them. */
  readonly merged: boolean;
  readonly arguments: Readonly<Record<string, unknown>>;
}

/** Reads the arguments `cloud` and `region` of a call, where there is a choice.
 *
 * Without `cloud` the first is meant, without `region` the first of each cloud.
 *
 * @param places What there is, the default first.
 * @returns A text that says what is wrong, if they choose nothing.
 */
export function choosePlaces(
  places: readonly Place[],
  args: Readonly<Record<string, unknown>>,
): Chosen | string {
  const choices = choicesOf(places);
  const rest = Object.entries(args).filter(([name]) =>
    !(name === "cloud" && choices.clouds) && !(name === "region" && choices.regions)
  );
  const cloud = choices.clouds ? given(args["cloud"]) : undefined;
  const region = choices.regions ? given(args["region"]) : undefined;
  const wrong = wrongChoice("cloud", cloud, choices.clouds) ?? wrongChoice("region", region, choices.regions);
  if (wrong !== undefined) return wrong;
  const wanted = cloud ?? places[0]?.cloud;
  const inClouds = places.filter((place) => cloud === ALL || place.cloud === wanted);
  const chosen = region === undefined
    ? firstOfEach(inClouds)
    : inClouds.filter((place) => region === ALL || place.region === region);
  if (chosen.length === 0) return `cloud ${String(cloud ?? wanted)} has no region ${String(region)}`;
  return { places: chosen, merged: cloud === ALL || region === ALL, arguments: Object.fromEntries(rest) };
}

function given(value: unknown): unknown {
  return value === null || value === "" ? undefined : value;
}

function wrongChoice(name: string, value: unknown, known: readonly string[] | undefined): string | undefined {
  if (value === undefined || value === ALL || known?.some((one) => one === value)) return undefined;
  return `${name} must be one of: ${[...known ?? [], ALL].join(", ")}`;
}

function firstOfEach(places: readonly Place[]): readonly Place[] {
  const seen = new Set<string>();
  return places.filter(({ cloud }) => !seen.has(cloud) && seen.add(cloud));
}
