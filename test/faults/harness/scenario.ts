import type { Environment } from '../../support/command.ts';
import type { FaultyLine } from '../../support/faulty-line.ts';
import type { PostgresServer, PostgresVersion } from '../../support/postgres-server.ts';
import type { TestRedis } from '../../support/redis.ts';
import type { Follower } from './followers.ts';
import type { LabNode } from './nodes.ts';
import type { Writers } from './writers.ts';

/** One way in which what is around the desk breaks. */
export interface Scenario {
  /** For `--only`. */
  name: string;
  /** What happens, for the table. */
  title: string;
  /** Whether it is in the chosen set of `--quick`. */
  quick?: boolean;
  /** Whether it takes so long that it runs only when it is named. */
  isLong?: boolean;
  setting?: Setting;
  /**
   * Breaks it and mends it; what the desk has to stand is over when this resolves.
   *
   * @returns what it measured, and what did not hold beside the usual promises.
   */
  breakIt(lab: Lab): Promise<Outcome | undefined>;
}

export interface Outcome {
  notes?: readonly string[];
  failures?: readonly string[];
}

export interface Setting {
  /** Default 2. */
  nodes?: number;
  /** Default 4. */
  writers?: number;
  /** Of PostgreSQL; default all that the machine has. */
  versions?: readonly PostgresVersion[];
  redis?: boolean;
  /** A real PgBouncer between nodes and line. */
  pooler?: boolean;
  /** Of every node, over that of the lab. */
  env?: Environment | ((lab: PreparedLab) => Environment);
  /** Of PostgreSQL, on its command line. */
  postgres?: Readonly<Record<string, string>>;
  /** What has to be so before the nodes start. */
  prepare?(lab: PreparedLab): Promise<void>;
  /** From the end of the fault to the first confirmed write. Default 45 s. */
  recoverWithinMs?: number;
  /** Until a client gives a request up. Default 10 s. */
  requestTimeoutMs?: number;
}

/** Before the nodes stand. */
export interface PreparedLab {
  postgres: PostgresServer;
  /** Empty, of this scenario alone, and removed after it. */
  folder: string;
  /** Between nodes and PostgreSQL. */
  line: FaultyLine;
  /** Runs when the scenario is over, whatever came of it; the last first. */
  atEnd(undo: () => Promise<unknown>): void;
  say(progress: string): void;
}

export interface Lab extends PreparedLab {
  isQuick: boolean;
  /** The length of a phase: the full one, or in `--quick` at most this. */
  lasting(fullMs: number, quickMs?: number): number;
  /** A statement of the superuser, past the line. */
  sql(statement: string): Promise<Record<string, unknown>[]>;
  nodes: LabNode[];
  writers: Writers;
  followers: Follower[];
  /** Of scenarios that asked for it. */
  redis: TestRedis & { line: FaultyLine };
  customerId: string;
  /** Starts one at this place, where none is. */
  startNode(place: number): Promise<void>;
  /** Waits until so many more calls are confirmed; fails after 60 s. */
  confirm(calls: number): Promise<void>;
  /** Another server has the data now: it is read in the end. */
  movedTo(server: PostgresServer): void;
  /** These calls were undone by whoever restored an older database: nobody expects them in the log. */
  forget(texts: ReadonlySet<string>): void;
}
