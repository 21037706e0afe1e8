import type { Environment, ServingDesk } from '../../support/command.ts';
import { serveDesk } from '../../support/command.ts';

/** A place for a node; processes come and go on it. */
export interface LabNode {
  desk: ServingDesk | undefined;
  /** Whether its end is wanted; any other is a failure. */
  isLeaving: boolean;
  /** Characters that its processes logged. */
  logged: number;
}

/** @param onDeath called when it ends without being told to. */
export async function startLabNode(
  node: LabNode,
  env: Environment,
  onDeath: (said: string) => void,
): Promise<void> {
  node.isLeaving = false;
  const desk = await serveDesk({ RATE_LIMIT_POINTS: '0', ...env });
  node.desk = desk;
  void desk.ended.then(({ code, stdout, stderr }) => {
    node.logged += stdout.length + stderr.length;
    if (node.desk === desk) node.desk = undefined;
    if (!node.isLeaving) onDeath(`a node ended by itself with ${code}: ${tailOf(stdout + stderr)}`);
  });
}

export async function stopLabNode(node: LabNode, signal: NodeJS.Signals): Promise<void> {
  const { desk } = node;
  if (desk === undefined) return;
  node.isLeaving = true;
  node.desk = undefined;
  desk.kill(signal);
  await desk.ended;
}

function tailOf(text: string): string {
  return text.trim().slice(-600);
}
