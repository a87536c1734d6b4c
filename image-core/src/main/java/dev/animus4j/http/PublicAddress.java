package dev.animus4j.http;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;

/** Tells the addresses of the public Internet from all others (RFC 6890 and its registries). */
final class PublicAddress {
  private static final List<Block> OTHERS =
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

  static boolean is(InetAddress address) {
    byte[] bytes = address.getAddress();
    return address instanceof Inet4Address ? isV4(word(bytes, 0)) : isV6(bytes);
  }

  private static boolean isV4(int address) {
    return OTHERS.stream().noneMatch(block -> block.contains(address));
  }

  /** What is global unicast and has not been given to a protocol, by way of IPv4 where it is so. */
  private static boolean isV6(byte[] bytes) {
    int first = word(bytes, 0);
    if (first == NAT64 && word(bytes, 4) == 0 && word(bytes, 8) == 0) {
      return isV4(word(bytes, 12));
    }
    if (first >>> 16 == SIX_TO_FOUR) {
      return isV4(word(bytes, 2));
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

  /** All addresses that begin with the same bits. */
  private record Block(int prefix, int bits) {
    boolean contains(int address) {
      return (address ^ prefix) >>> (32 - bits) == 0;
    }
  }
}
