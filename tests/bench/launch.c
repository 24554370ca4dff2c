// Runs a command and writes what it took: "USER+SYSTEM WALL PEAK STATUS" in microseconds, microseconds, KiB, exit
// status. A small program of its own, since a process begins with the peak memory of the one that made it. usage:
// launch FIGURES OUTPUT COMMAND...

#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static long long microseconds(const struct timeval *time) { return time->tv_sec * 1000000LL + time->tv_usec; }

static long long now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1000000LL + time.tv_nsec / 1000;
}

static void become(const char *output, char **command) {
  int out = open(output, O_WRONLY | O_CREAT | O_TRUNC, 0600), null = open("/dev/null", O_WRONLY);
  if (out < 0 || null < 0 || dup2(out, STDOUT_FILENO) < 0 || dup2(null, STDERR_FILENO) < 0) _exit(127);
  execvp(command[0], command);
  _exit(127);
}

int main(int argc, char **argv) {
  if (argc < 4) return 2;
  long long started = now();
  pid_t child = fork();
  if (child < 0) return 1;
  if (!child) become(argv[2], argv + 3);
  int status;
  struct rusage usage;
  if (wait4(child, &status, 0, &usage) != child) return 1;
  long long wall = now() - started;
  FILE *figures = fopen(argv[1], "w");
  if (!figures) return 1;
  fprintf(figures, "%lld %lld %ld %d\n", microseconds(&usage.ru_utime) + microseconds(&usage.ru_stime), wall,
          usage.ru_maxrss, WIFEXITED(status) ? WEXITSTATUS(status) : 128);
  return fclose(figures) ? 1 : 0;
}
