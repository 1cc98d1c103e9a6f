/* A program that uses WASI as the C library does: prints a directory tree, with sizes, links and the sum of all bytes,
   and copies all files into one. Exit code: how many files there were. */

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static int files;
static long long bytes;
static FILE *all;

static int by_name(const struct dirent **left, const struct dirent **right) {
    return strcmp((*left)->d_name, (*right)->d_name);
}

static void copy(const char *path) {
    char buffer[4096];
    size_t count;
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        printf("%s: %s\n", path, strerror(errno));
        return;
    }
    while ((count = fread(buffer, 1, sizeof buffer, file)) > 0) {
        fwrite(buffer, 1, count, all);
    }
    fclose(file);
}

static void show(const char *path, const char *name, int depth) {
    struct stat status;
    if (lstat(path, &status) != 0) {
        printf("%s: %s\n", path, strerror(errno));
        return;
    }
    printf("%*s%s", depth * 2, "", name);
    if (S_ISLNK(status.st_mode)) {
        char target[256];
        ssize_t length = readlink(path, target, sizeof target - 1);
        if (length < 0) {
            printf(" -> %s\n", strerror(errno));
            return;
        }
        target[length] = 0;
        printf(" -> %s%s\n", target, stat(path, &status) != 0 ? " (leads nowhere)" : "");
    } else if (S_ISDIR(status.st_mode)) {
        struct dirent **entries;
        int count = scandir(path, &entries, NULL, by_name);
        puts("/");
        for (int i = 0; i < count; i++) {
            if (strcmp(entries[i]->d_name, ".") != 0 && strcmp(entries[i]->d_name, "..") != 0) {
                char below[PATH_MAX];
                snprintf(below, sizeof below, "%s/%s", path, entries[i]->d_name);
                show(below, entries[i]->d_name, depth + 1);
            }
            free(entries[i]);
        }
        free(entries);
    } else {
        printf(" %lld\n", (long long)status.st_size);
        files++;
        bytes += status.st_size;
        copy(path);
    }
}

int main(int argc, char **argv) {
    if (argc != 3) {
        fprintf(stderr, "usage: tree DIRECTORY FILE\n");
        return 127;
    }
    all = fopen(argv[2], "w+b");
    if (all == NULL) {
        fprintf(stderr, "tree: %s: %s\n", argv[2], strerror(errno));
        return 126;
    }
    show(argv[1], argv[1], 0);
    fflush(all);
    fseek(all, 0, SEEK_END);
    printf("%d files, %lld bytes, %ld copied\n", files, bytes, ftell(all));
    printf("terminal: %d, clock: %d\n", isatty(1), time(NULL) > 0);
    fclose(all);
    return files;
}
