# SPDX-License-Identifier: Apache-2.0
"""A USB device with a SAM_V module, made by umockdev: its entries in sysfs and its usbfs node. The module answers as published for
GA/T 467; sam_wire has the frames."""

import errno
import struct
import threading

import gi

import sam_wire
from module_forms import FORMS, HEADER, IDS, PACKET, REPORT

gi.require_version("UMockdev", "1.0")
from gi.repository import GLib, UMockdev  # noqa: E402

# Numbers of linux/usbdevice_fs.h's ioctls, and struct usbdevfs_urb.
GET_DRIVER, SUBMIT, DISCARD, REAP, REAP_NO_DELAY, GET_CAPABILITIES = 0x08, 0x0A, 0x0B, 0x0C, 0x0D, 0x1A
URB = "@BBiIPiiiiIIP"
URB_STATUS, URB_BUFFER, URB_ACTUAL = 4, 16, 28
CANCELLED = -errno.ENOENT


class Module:
    """Finds a card until it was read, and then only reports that it is still there."""

    SAM_ID = bytes.fromhex("050003005577330187d6120015cd5b07")

    def __init__(self):
        self.text, self.photo = b"T" * 256, b"P" * 1024
        self.present(False)

    def present(self, there=True):
        self.there, self.was_read = there, False

    def answer(self, command):
        def reply(status, data=b""):
            return sam_wire.frame(bytes([0, 0, status]) + data)
        if command == sam_wire.STATE:
            return reply(0x90)
        if command == sam_wire.IDENTIFY:
            return reply(0x90, self.SAM_ID)
        if command == sam_wire.FIND:
            return reply(0x9F, bytes(4)) if self.there and not self.was_read else reply(0x80)
        if not self.there:
            return reply(0x41)
        if command == sam_wire.SELECT:
            return reply(0x90, bytes(8))
        if command == sam_wire.READ:
            self.was_read = True
            return reply(0x90, bytes.fromhex("01000400") + self.text + self.photo)
        return reply(0x91) if command == sam_wire.READ_ADDRESSES else reply(0x21)


class UsbDevice:
    """The device at bus 1, port 2, in its own testbed, for programs with `environment`."""

    def __init__(self, form):
        self.form, self.module, self.plugged, self.requests = form, Module(), True, []
        self.sent, self.coming, self.waiting, self.done = b"", {}, [], []
        self.testbed = UMockdev.Testbed.new()
        self.testbed.add_from_string(self._description())
        self.handler = UMockdev.IoctlBase()
        self.handler.connect("handle-ioctl", self._serve)
        if not self.testbed.attach_ioctl("/dev/bus/usb/001/004", self.handler):
            raise RuntimeError("umockdev does not attach")
        self.environment = {"LD_PRELOAD": "libumockdev-preload.so.0", "UMOCKDEV_DIR": self.testbed.get_root_dir()}
        self.loop = GLib.MainLoop()
        threading.Thread(target=self.loop.run, daemon=True).start()

    def _description(self):
        vendor, product = IDS[self.form]
        device = struct.pack("<BBHBBBBHHHBBBB", 18, 1, 0x0200, 0, 0, 0, 64, vendor, product, 0x0100, 0, 0, 0, 1)
        endpoints = b"".join(struct.pack("<BBBBHB", 7, 5, address, kind, PACKET[self.form], 1)
                             for address, kind in FORMS[self.form])
        interface = struct.pack("<BBBBBBBBB", 9, 4, 0, 0, len(FORMS[self.form]), 0xFF, 0, 0, 0)
        size = 9 + len(interface) + len(endpoints)
        descriptors = device + struct.pack("<BBHBBBBB", 9, 2, size, 1, 1, 0, 0x80, 50) + interface + endpoints
        return "\n".join([
            "P: /devices/usb1/1-2", f"N: bus/usb/001/004={descriptors.hex().upper()}", "E: BUSNUM=001", "E: DEVNUM=004",
            "E: DEVNAME=/dev/bus/usb/001/004", "E: DEVTYPE=usb_device", "E: SUBSYSTEM=usb", "A: bConfigurationValue=1\\n",
            "A: busnum=1\\n", "A: devnum=4\\n", "A: bNumConfigurations=1\\n", "A: speed=480\\n",
            f"A: idVendor={vendor:04x}\\n", f"A: idProduct={product:04x}\\n",
            f"H: descriptors={descriptors.hex().upper()}", "", ""])

    def _serve(self, _handler, client):
        result, error = 0, 0
        try:
            error = self._ioctl(client.get_request() & 0xFF, client.get_arg())
        except (ValueError, struct.error, AttributeError) as fault:
            self.requests.append(fault)
            error = errno.EINVAL
        if error:
            result = -1
        client.complete(result, error)
        return True

    def _ioctl(self, number, argument):
        """0, or the errno."""
        if number == SUBMIT:
            return self._submit(argument.resolve(0, struct.calcsize(URB)))
        if number in (REAP, REAP_NO_DELAY):
            return self._reap(argument)
        if number == DISCARD:
            if not self.waiting:
                return errno.EINVAL
            urb, *_ = self.waiting.pop(0)
            self.done.append((urb, 0, CANCELLED))
            return 0
        if number == GET_CAPABILITIES:
            argument.resolve(0, 4).update(0, list(struct.pack("@I", 0)))
        return errno.ENODATA if number == GET_DRIVER else 0

    def _submit(self, urb):
        if not self.plugged:
            return errno.ENODEV
        _, endpoint, _, _, _, size, *_ = struct.unpack(URB, bytes(urb.retrieve()))
        buffer = urb.resolve(URB_BUFFER, size)
        if endpoint & 0x80:
            self.waiting.append((urb, buffer, endpoint, bytearray()))
            return 0
        self._take(endpoint, bytes(buffer.retrieve()))
        self.done.append((urb, size, 0))
        return 0

    def _take(self, endpoint, octets):
        self.requests.append((endpoint, octets))
        self.sent += octets
        if len(self.sent) < 7 or len(self.sent) < 7 + int.from_bytes(self.sent[5:7], "big"):
            return
        command, self.sent = self.sent[7:9], b""
        frame = self.module.answer(command)
        if self.form == "two pipes":
            self._put(0x82, b"\0\0\0" + frame)  # the header may be displaced
        elif self.form == "four pipes":
            self._put(0x81, frame[:HEADER])
            self._put(0x85, frame[HEADER:])
        else:
            self._put(0x83, frame + bytes(-len(frame) % REPORT))

    def _put(self, endpoint, octets):
        size = PACKET[self.form]
        self.coming.setdefault(endpoint, []).extend(octets[at:at + size] for at in range(0, len(octets), size))

    def _reap(self, argument):
        """Fills the waiting transfers as a host controller does: one ends with a short packet or when it is full. One that is cancelled
        loses its octets."""
        for entry in list(self.waiting):
            urb, buffer, endpoint, gathered = entry
            while self.coming.get(endpoint):
                packet = self.coming[endpoint].pop(0)
                buffer.update(len(gathered), list(packet))
                gathered.extend(packet)
                if len(packet) < PACKET[self.form] or len(gathered) == len(buffer.retrieve()):
                    self.waiting.remove(entry)
                    self.done.append((urb, len(gathered), 0))
                    break
        if not self.done:
            return errno.EAGAIN if self.plugged else errno.ENODEV
        urb, size, status = self.done.pop(0)
        urb.update(URB_STATUS, list(struct.pack("@i", status)))
        urb.update(URB_ACTUAL, list(struct.pack("@i", size)))
        argument.resolve(0, struct.calcsize("P")).set_ptr(0, urb)
        return 0
