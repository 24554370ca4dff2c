// fork and exec, since limits can be set in between. Between the two only system calls are made, as other threads may
// hold locks of the library.
//
// All three channels are socket pairs: they are born closed-on-exec, so that children started by two threads at once do
// not hold each other's ends open; and writing to a child that has gone away is an error there and no signal.

#include "ingest/child.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/fileio.h"

#define COMPLAINT_BYTES 8192u
#define READ_BYTES (1u << 16)
#define CHANNELS 3

bool spokes__child_find(const char *program, spokes_buf *path) {
  const char *at = getenv("PATH");
  if (!at || !*at) at = "/usr/local/bin:/usr/bin:/bin";
  while (*at) {
    size_t len = strcspn(at, ":");
    spokes__buf_clear(path);
    // An empty entry would be the working folder, where anything may lie.
    if (len) {
      spokes__buf_append(path, at, len);
      spokes__buf_format(path, "/%s", program);
      if (path->failed) return false;
      if (spokes__path_is_file(path->data) && !access(path->data, X_OK)) return true;
    }
    at += len + (at[len] == ':');
  }
  return false;
}

// ---- The child's side ------------------------------------------------------------------------------------------

static void set_limit(int what, rlim_t most) {
  struct rlimit limit;
  if (getrlimit(what, &limit)) return;
  if (limit.rlim_max != RLIM_INFINITY && limit.rlim_max < most) most = limit.rlim_max;
  limit.rlim_cur = limit.rlim_max = most;
  setrlimit(what, &limit);
}

static void become(const char *path, const char *const *argv, const int ends[CHANNELS],
                   const spokes_child_limits *limits) {
  static const char *const environment[] = {"LC_ALL=C.UTF-8", "PATH=/usr/local/bin:/usr/bin:/bin", NULL};
  int safe[CHANNELS];
  // Out of the way of 0, 1 and 2, should one of these have been closed in this program.
  for (int i = 0; i < CHANNELS; i++)
    if ((safe[i] = fcntl(ends[i], F_DUPFD_CLOEXEC, CHANNELS)) < 0) _exit(127);
  for (int i = 0; i < CHANNELS; i++)
    if (dup2(safe[i], i) < 0) _exit(127);
  set_limit(RLIMIT_CPU, limits->cpu_seconds);
  set_limit(RLIMIT_AS, limits->memory_bytes);
  set_limit(RLIMIT_FSIZE, 0);
  set_limit(RLIMIT_CORE, 0);
  execve(path, (char *const *)(uintptr_t)argv, (char *const *)(uintptr_t)environment);
  _exit(127);
}

// ---- This side ---------------------------------------------------------------------------------------------------

typedef struct talk {
  int ends[CHANNELS];  // ours; -1 = closed
  const char *input;
  size_t input_len;
  spokes_buf *output, *complaints;
  size_t output_limit;
  bool too_much;
} talk;

static void close_end(int *fd) {
  if (*fd >= 0) close(*fd);
  *fd = -1;
}

static void send_input(talk *t) {
  ssize_t put = t->input_len ? send(t->ends[0], t->input, t->input_len, MSG_NOSIGNAL) : 0;
  if (put > 0) {
    t->input += put;
    t->input_len -= (size_t)put;
  }
  // A child that does not want all of it is free to go; its exit status tells.
  bool is_over = !t->input_len || (put < 0 && errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR);
  if (!is_over) return;
  shutdown(t->ends[0], SHUT_WR);
  close_end(&t->ends[0]);
}

static void receive(talk *t, int channel) {
  spokes_buf *buf = channel == 1 ? t->output : t->complaints;
  if (!spokes__buf_reserve(buf, READ_BYTES)) {
    close_end(&t->ends[channel]);
    return;
  }
  buf->data[buf->len] = '\0';
  ssize_t got = recv(t->ends[channel], buf->data + buf->len, READ_BYTES, 0);
  if (got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR)) return;
  if (got <= 0) {
    close_end(&t->ends[channel]);
    return;
  }
  buf->len += (size_t)got;
  if (channel == 1 && buf->len > t->output_limit) t->too_much = true;
  if (channel == 2 && buf->len > COMPLAINT_BYTES) buf->len = COMPLAINT_BYTES;
  buf->data[buf->len] = '\0';
}

// Until both of its outputs are closed, or something is wrong. True when the time was up.
static bool converse(talk *t, uint64_t deadline) {
  while ((t->ends[1] >= 0 || t->ends[2] >= 0) && !t->too_much && !t->output->failed && !t->complaints->failed) {
    uint64_t now = spokes__clock_now();
    if (now >= deadline) return true;
    struct pollfd polls[CHANNELS];
    for (int i = 0; i < CHANNELS; i++) polls[i] = (struct pollfd){t->ends[i], i ? POLLIN : POLLOUT, 0};
    uint64_t left = (deadline - now) / 1000000u + 1;
    if (poll(polls, CHANNELS, left > 60000 ? 60000 : (int)left) < 0) continue;
    if (polls[0].revents) send_input(t);
    for (int i = 1; i < CHANNELS; i++)
      if (polls[i].revents) receive(t, i);
  }
  return false;
}

// Waits for the child to end; it has closed its outputs, but may still run.
static bool wait_until(pid_t child, uint64_t deadline, int *state) {
  for (;;) {
    pid_t done = waitpid(child, state, WNOHANG);
    if (done == child) return true;
    if (done < 0 && errno != EINTR) return *state = 127 << 8, true;
    if (spokes__clock_now() >= deadline) return false;
    struct pollfd none = {-1, 0, 0};
    poll(&none, 1, 5);
  }
}

static void finish(pid_t child, bool must_die, uint64_t deadline, spokes_child_result *out) {
  int state = 0;
  if (must_die || !wait_until(child, deadline, &state)) {
    if (!must_die) out->end = SPOKES_CHILD_TOO_SLOW;
    kill(child, SIGKILL);
    while (waitpid(child, &state, 0) < 0 && errno == EINTR) continue;
    return;
  }
  out->end = WIFEXITED(state) ? SPOKES_CHILD_EXITED : SPOKES_CHILD_SIGNALED;
  out->code = WIFEXITED(state) ? WEXITSTATUS(state) : WTERMSIG(state);
}

static bool open_channels(int ours[CHANNELS], int theirs[CHANNELS]) {
  for (int i = 0; i < CHANNELS; i++) ours[i] = theirs[i] = -1;
  for (int i = 0; i < CHANNELS; i++) {
    int pair[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair)) return false;
    ours[i] = pair[0];
    theirs[i] = pair[1];
    if (fcntl(ours[i], F_SETFL, O_NONBLOCK)) return false;
  }
  return true;
}

spokes_status spokes__child_run(const char *path, const char *const *argv, const char *input, size_t len,
                                const spokes_child_limits *limits, spokes_buf *output, spokes_buf *complaints,
                                spokes_child_result *out, spokes_error *err) {
  talk t = {.input = input,
            .input_len = len,
            .output = output,
            .complaints = complaints,
            .output_limit = limits->output_bytes};
  int theirs[CHANNELS];
  *out = (spokes_child_result){SPOKES_CHILD_EXITED, 0};
  spokes__buf_clear(output);
  spokes__buf_clear(complaints);
  uint64_t deadline = spokes__clock_now() + (uint64_t)limits->wall_seconds * 1000000000u;
  pid_t child = open_channels(t.ends, theirs) ? fork() : -1;
  if (!child) become(path, argv, theirs, limits);
  spokes_status status = child < 0 ? spokes__file_error(err, "start", path) : SPOKES_OK;
  for (int i = 0; i < CHANNELS; i++) close_end(&theirs[i]);
  if (!status) {
    bool too_slow = converse(&t, deadline);
    bool no_memory = output->failed || complaints->failed;
    if (too_slow) out->end = SPOKES_CHILD_TOO_SLOW;
    if (t.too_much) out->end = SPOKES_CHILD_TOO_MUCH;
    finish(child, too_slow || t.too_much || no_memory, deadline, out);
    if (no_memory) status = spokes__error_nomem(err);
  }
  for (int i = 0; i < CHANNELS; i++) close_end(&t.ends[i]);
  return status;
}
