/** The main thread: settings, files, signals, and the other threads.
 *
 * @module
 */
export { main } from "./start.ts";
