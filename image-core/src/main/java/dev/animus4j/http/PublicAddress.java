package dev.animus4j.http;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;

/** Recognizes addresses of the public Internet (RFC 6890 and its registries). */
final class PublicAddress {
  private static final List<Block> NON_PUBLIC =
      List.of(
          new Block(0x00000000, 8),
          new Block(0x0A000000, 8),
          new Block(0x64400000, 10),
          new Block(0x7F000000, 8),
          new Block(0xA9FE0000, 16),
          new Block(0xAC100000, 12),
          new Block(0xC0000000, 24),
          new Block(0xC0000200, 24),
          new Block(0xC0586300, 24),
          new Block(0xC0A80000, 16),
          new Block(0xC6120000, 15),
          new Block(0xC6336400, 24),
          new Block(0xCB007100, 24),
          new Block(0xE0000000, 3));

  private static final int NAT64 = 0x0064FF9B;
  private static final int SIX_TO_FOUR = 0x2002;

  private PublicAddress() {}

  static boolean isPublic(InetAddress address) {
    byte[] bytes = address.getAddress();
    return address instanceof Inet4Address ? isPublicV4(word(bytes, 0)) : isPublicV6(bytes);
  }

  private static boolean isPublicV4(int address) {
    return NON_PUBLIC.stream().noneMatch(block -> block.contains(address));
  }

  /** Global unicast, not assigned to a protocol; embedded IPv4 addresses are checked as IPv4. */
  private static boolean isPublicV6(byte[] bytes) {
    int first = word(bytes, 0);
    if (first == NAT64 && word(bytes, 4) == 0 && word(bytes, 8) == 0) {
      return isPublicV4(word(bytes, 12));
    }
    if (first >>> 16 == SIX_TO_FOUR) {
      return isPublicV4(word(bytes, 2));
    }
    boolean global = first >>> 29 == 1;
    boolean protocols = first >>> 9 == 0x20010000 >>> 9;
    boolean documentation = first == 0x20010DB8 || first >>> 12 == 0x3FFF0000 >>> 12;
    return global && !protocols && !documentation;
  }

  private static int word(byte[] bytes, int at) {
    int word = 0;
    for (int i = at; i < at + 4; i++) {
      word = word << 8 | (bytes[i] & 0xFF);
    }
    return word;
  }

  /** Block of addresses with the same prefix. */
  private record Block(int prefix, int bits) {
    boolean contains(int address) {
      return (address ^ prefix) >>> (32 - bits) == 0;
    }
  }
}
