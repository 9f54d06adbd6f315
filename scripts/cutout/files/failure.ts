import { CutoutError } from '../../../shared/errors.ts';

const NO_ROOM = ['ENOSPC', 'EDQUOT', 'EFBIG'];
const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'you may not write there; choose another folder',
  EPERM: 'you may not write there; choose another folder',
  EROFS: 'nothing can be written on that disk; choose another folder',
  ENOTDIR: 'a part of its path is a file, not a folder',
  EEXIST: 'a part of its path is a file, not a folder',
  EISDIR: 'a folder has this name',
  ELOOP: 'links on its path lead in a circle',
  EPIPE: 'whoever was to read it has gone',
};

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
