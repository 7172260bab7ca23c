throw new Error("broken at line 1");
