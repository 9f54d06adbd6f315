import { writeFileSync } from 'node:fs';
import type { Reporter, SerializedError, TestModule } from 'vitest/node';

/** What became of one test file. */
export interface FileReport {
  readonly name: string;
  /** `pending`: its process died before it ended. */
  readonly state: string;
  readonly tests: readonly { readonly name: string; readonly state: string }[];
}

export interface RunReport {
  readonly files: readonly FileReport[];
  /** Messages of the errors that no test caught, among them the deaths of processes. */
  readonly errors: readonly string[];
}

/** The variable with the path of the report. */
export const REPORT = 'MATTEO_TEST_REPORT';

/** Writes a `RunReport`. Vitest's own JSON has neither the errors nor the files' states. */
export default class TestReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly SerializedError[]): void {
    const report: RunReport = {
      files: modules.map((module) => ({
        name: module.relativeModuleId,
        state: module.state(),
        tests: Array.from(module.children.allTests(), (test) => ({ name: test.fullName, state: test.result().state })),
      })),
      errors: errors.map(({ message }) => message),
    };
    writeFileSync(String(process.env[REPORT]), JSON.stringify(report));
  }
}
