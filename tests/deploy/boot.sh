#!/usr/bin/env bash
# Boots the systemd of ROOT as a machine of its own: processes, mounts, name,
# network and control groups are its own, the kernel is this machine's.
# Usage: unshare --pid --mount --uts --ipc --net --cgroup --fork boot.sh ROOT
set -euo pipefail
root=$1

mount --make-rprivate /
mount --bind "$root" "$root"  # what pivot_root takes is a mount
cd "$root"
mount -t proc proc proc
mount -t sysfs sysfs sys
mount -t tmpfs tmpfs sys/fs/cgroup
mkdir sys/fs/cgroup/systemd
mount -t cgroup -o none,name=systemd cgroup sys/fs/cgroup/systemd
mount -t tmpfs tmpfs run
mount -t tmpfs tmpfs tmp
mount -t tmpfs tmpfs dev
for device in null zero full random urandom tty; do
  touch "dev/$device"
  mount --bind "/dev/$device" "dev/$device"
done
mkdir dev/pts dev/shm
mount -t devpts -o newinstance,ptmxmode=0666 devpts dev/pts
ln -s pts/ptmx dev/ptmx
pivot_root . mnt
umount --lazy mnt
exec env --ignore-environment container=other \
  /lib/systemd/systemd --unit=multi-user.target
