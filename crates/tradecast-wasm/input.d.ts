/** One row of a series given as objects: a period such as "2022", "2022-Q3" or "2022-07", and its value. */
export type ObservationInput = Pick<Observation, "period" | "value"> & Partial<Observation>;

/** What is known, and which models may speak. Fields are named like the options of the command line tool. */
export type FitOptions = {
  /** Forget what happened after this period; default: nothing. */
  as_of?: string;
  /** The name of one model; default: every model, weighted by how well each forecast this series before. */
  model?: string;
  /**
   * What many other pairs teach about growth: "pairs" for what is inside, where the series is trade between two economies; false
   * or "none" to learn from this series alone; or an object with the fields of a file written by `tradecast calibrate`. Default
   * true: what is inside where the data inside are asked about or the name of the series reads as two economies, else nothing; a
   * warning of the answer says which.
   */
  priors?: boolean | "pairs" | "none" | object;
};

/** What is known of the embedded series. */
export type FlagshipOptions = FitOptions & {
  /** Whether readings of the running year are used; default true. */
  readings?: boolean;
};

/** What is wanted of `solve`. */
export type GoalInput = {
  /** Probability with which the target is to be reached by the period of the question, 0.001 to 0.999. */
  probability: number;
  /** The levers that may move, each with what a move over its whole range costs beside the others. */
  levers: Record<string, number>;
};

/** What the data do not say of themselves. */
export type DataOptions = FitOptions & {
  /** Name of the series. */
  name?: string;
  /** Unit of the values, a label: nothing is converted; default "USD m". */
  unit?: string;
  /** The flow measured; default "turnover". */
  flow?: Flow;
  /** Whose statistics these are. */
  reporter?: string;
  /** What a target is for; default "year". Months and quarters are added up to it, and horizon and deadline are counted by it. */
  target_per?: 'year' | 'quarter' | 'month';
  /** Heading of the CSV column with the period; default "period". */
  period_column?: string;
  /** Heading of the CSV column with the value; default "value". */
  value_column?: string;
};

/** What a reader must know before relying on a result; absent where there is nothing. */
export type WithWarnings = { warnings?: Warning[] };

/** A question: give `target` or `target_multiple`; everything else has a default. */
export type QuestionInput = {
  /** Level to be reached, in the unit of the series. */
  target?: number;
  /** Level to be reached, as a multiple of the last value. */
  target_multiple?: number;
  /** Last period in which reaching it is on time; default: none. */
  by?: string;
  /** Whose count decides whether the target is reached; default: the reporter of the series. */
  decided_by?: string;
  /** The levers that are moved, by their id (`growth`, or `wheat.price` for one of a part), each to a number or to a range with a
   * distribution, such as `{ triangular: [0, 2, 4] }`; see `levers`. Default: none. */
  assumptions?: Record<string, Setting>;
  /** Periods to forecast; default 28. */
  horizon?: number;
  /** Paths to simulate; default 20,000. */
  paths?: number;
  /** Seed of the random numbers; default 1. */
  seed?: number;
  /** Central bands to report, % inside; default [50, 80, 95]. */
  levels?: number[];
  /** Whether the priors speak that the forecaster was made with; default true. Going back and forth is fast. */
  priors?: boolean;
};

/** What every function throws: the message says what is wrong, where, and how to fix it. */
export interface TradecastError extends Error {
  /** Stable identifier of the kind of error. */
  code: string;
  /** Row of the file (the header is row 1) or of the list (the first is row 1). */
  row?: number;
  /** Heading of the column, or name of the field in a row. */
  column?: string;
  /** The field to blame, as a path such as `question.assumptions.growth`. */
  field?: string;
  /** What the message mentions, by name, so that it can be said in another language; absent where it is always the same. */
  values?: { [name: string]: MessageValue };
}

/**
 * Makes the package ready, once: `await init()` before anything else. In a browser it fetches the module; in node and with a bundler
 * that imports WebAssembly the module is there already, and nothing is left to do.
 *
 * `module` is for a browser: the address of `tradecast_bg.wasm` where it is not beside the script, its bytes, or the module that
 * another thread has compiled.
 */
export default function init(module?: string | URL | BufferSource | WebAssembly.Module): Promise<void>;
