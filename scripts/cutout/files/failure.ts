import { CutoutError } from '../../../shared/errors.ts';

const NO_ROOM = ['ENOSPC', 'EDQUOT', 'EFBIG'];
/** The code of what is there and may not be written to, whatever its folder takes. */
const PROTECTED = 'PROTECTED';
const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'you may not write in its folder; choose another one',
  EPERM: 'you may not write in its folder; choose another one',
  [PROTECTED]: 'the file of this name is write-protected; choose another name or folder',
  EROFS: 'nothing can be written on that disk; choose another folder',
  ENOTDIR: 'a part of its path is a file, not a folder',
  EEXIST: 'a part of its path is a file, not a folder',
  EISDIR: 'a folder has this name',
  ELOOP: 'links on its path lead in a circle',
  EPIPE: 'whoever was to read it has gone',
};

/** Throws what opening a file threw. A missing permission is then the file's, not its folder's. */
export function declineProtected(thrown: NodeJS.ErrnoException): never {
  const isProtected = thrown.code === 'EACCES' || thrown.code === 'EPERM';
  throw isProtected ? Object.assign(new Error(thrown.message, { cause: thrown }), { code: PROTECTED }) : thrown;
}

/** The failure that a person is told about when `path` can't be written: `disk-full`, `name-too-long` or `unwritable`. */
export function writeFailure(path: string, cause: unknown): CutoutError {
  if (cause instanceof CutoutError) return cause;
  const { code = '', message } = cause as NodeJS.ErrnoException;
  if (NO_ROOM.includes(code)) {
    return new CutoutError('disk-full', `There is no room left for ${path}; free some, or choose another folder.`, {
      cause,
    });
  }
  if (code === 'ENAMETOOLONG') {
    return new CutoutError(
      'name-too-long',
      `The name ${path} is longer than file systems allow; choose a shorter one.`,
      {
        cause,
      },
    );
  }
  return new CutoutError('unwritable', `${path} can’t be written: ${REASONS[code] ?? message}.`, { cause });
}
