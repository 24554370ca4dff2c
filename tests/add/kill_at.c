// Put before a program by LD_PRELOAD: counts the calls that change files, and at number KILL_AT kills the program as a
// power failure would, or at FAIL_AT makes the call fail as a full disk does.

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

long syscall(long number, ...);  // not in POSIX

static long calls;

static long number_of(const char *name) {
  const char *text = getenv(name);
  return text ? atol(text) : 0;
}

// True when this call is to fail.
static int is_due(void) {
  calls++;
  if (calls == number_of("KILL_AT")) raise(SIGKILL);
  if (calls != number_of("FAIL_AT")) return 0;
  errno = ENOSPC;
  return 1;
}

int rename(const char *from, const char *to) {
  return is_due() ? -1 : (int)syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0);
}

int unlink(const char *path) { return is_due() ? -1 : (int)syscall(SYS_unlinkat, AT_FDCWD, path, 0); }

int rmdir(const char *path) { return is_due() ? -1 : (int)syscall(SYS_unlinkat, AT_FDCWD, path, AT_REMOVEDIR); }

int mkdir(const char *path, mode_t mode) { return is_due() ? -1 : (int)syscall(SYS_mkdirat, AT_FDCWD, path, mode); }

int fsync(int fd) { return is_due() ? -1 : (int)syscall(SYS_fsync, fd); }

ssize_t write(int fd, const void *bytes, size_t len) {
  return is_due() ? -1 : (ssize_t)syscall(SYS_write, fd, bytes, len);
}

int open(const char *path, int flags, ...) {
  mode_t mode = 0;
  if (flags & O_CREAT) {
    va_list args;
    va_start(args, flags);
    mode = va_arg(args, mode_t);
    va_end(args);
    if (is_due()) return -1;
  }
  return (int)syscall(SYS_openat, AT_FDCWD, path, flags, mode);
}
